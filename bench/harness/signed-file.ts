import { createHmac } from 'node:crypto';
import { writeFile } from 'node:fs/promises';

/** Requests ready to be written to a socket, each as long as the others, one after the other. */
export interface SignedFile {
  file: string;
  /** Bytes of one. */
  length: number;
  count: number;
}

export interface Signed {
  path: string;
  contentType: string;
  secret: string;
  /** The body of this number; all are equally long. */
  body(index: number): string;
}

/** As Slack's own requests look: https://docs.slack.dev/authentication/verifying-requests-from-slack */
export async function writeSigned(file: string, count: number, signed: Signed): Promise<SignedFile> {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  const requestOf = (index: number) => {
    const body = signed.body(index);
    const hmac = createHmac('sha256', signed.secret).update(`v0:${timestamp}:${body}`).digest('hex');
    return [
      `POST ${signed.path} HTTP/1.1`,
      'Host: 127.0.0.1',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'User-Agent: Slackbot 1.0 (+https://api.slack.com/robots)',
      'Accept-Encoding: gzip,deflate',
      'Accept: application/json,*/*',
      `X-Slack-Signature: v0=${hmac}`,
      `X-Slack-Request-Timestamp: ${timestamp}`,
      `Content-Type: ${signed.contentType}`,
      '',
      body,
    ].join('\r\n');
  };
  const length = Buffer.byteLength(requestOf(0));
  const bytes = Buffer.allocUnsafe(length * count);
  for (let index = 0; index < count; index += 1) {
    const written = bytes.write(requestOf(index), index * length);
    if (written !== length) throw new Error(`Request ${index} has ${written} bytes, not ${length}`);
  }
  await writeFile(file, bytes);
  return { file, length, count };
}
