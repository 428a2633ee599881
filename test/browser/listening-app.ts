import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../../sandbox/json.js';

const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="120"><rect width="320" height="120" fill="#e8f2fa"/>
<polyline points="10,100 60,90 110,94 160,60 210,66 260,24 310,18" fill="none" stroke="#1264a3" stroke-width="4"/></svg>`;

/** An app that writes down what people do and is content with it; menus get two options, and whoever asks a picture. */
export class ListeningApp {
  /** Payloads of interactivity, as they came. */
  readonly heard: JsonObject[] = [];
  url = '';
  private readonly server: Server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      if (request.method === 'GET') return response.setHeader('content-type', 'image/svg+xml').end(PICTURE);
      const payload = JSON.parse(new URLSearchParams(body).get('payload') ?? '{}') as JsonObject;
      if (payload.type !== 'block_suggestion') {
        this.heard.push(payload);
        return response.end();
      }
      const options = ['carol', 'dave'].map((name) => ({
        text: { type: 'plain_text', text: name },
        value: name,
      }));
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ options }));
    });
  });

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
