import { Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import { Log } from '../platform/logging/log.js';
import type { WorkspaceContext } from '../platform/workspace-context.js';
import { SlackClients } from '../slack/index.js';
import { ChartRenderer } from './chart-renderer.js';
import type { Chart } from './digest-chart.js';

const FILENAME = 'digest.png';
const UPLOAD_MS = 10_000;
/** Slack looks at a file before a message may show it: about a second. */
const LOOKS = 20;
const LOOK_MS = 500;
const LONGEST_ALT = 1_000;

/** Draws charts and brings them to Slack, for messages to show. */
@Injectable()
export class ChartUploads {
  constructor(
    private readonly renderer: ChartRenderer,
    private readonly clients: SlackClients,
    private readonly log: Log,
  ) {}

  /** @returns the file's id; undefined where it can't be had: what it says stands in the table, too */
  async upload(ctx: WorkspaceContext, chart: Chart): Promise<string | undefined> {
    try {
      return await this.bring(ctx, await this.renderer.render(chart.spec), chart.alt.slice(0, LONGEST_ALT));
    } catch (err) {
      this.log.warn({ err, workspace: ctx.workspaceId }, 'A digest goes without its chart');
      return undefined;
    }
  }

  private async bring(ctx: WorkspaceContext, png: Buffer, alt: string): Promise<string | undefined> {
    const { files } = await this.clients.of(ctx);
    // Slack's own name for it; its client knows another.
    const announced = { filename: FILENAME, length: png.length, alt_txt: alt };
    const { upload_url: url, file_id: id } = await files.getUploadURLExternal(announced);
    if (url === undefined || id === undefined) throw new Error('Slack named no place for the chart');
    const body = new Uint8Array(png);
    const response = await fetch(url, {
      method: 'POST',
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(UPLOAD_MS),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`Slack took no chart: HTTP ${response.status}`);
    // Shared nowhere by itself: the message shows it.
    await files.completeUploadExternal({ files: [{ id, title: FILENAME }] });
    for (let look = 0; look < LOOKS; look++) {
      const { file } = await files.info({ file: id });
      if (file?.mimetype !== undefined && file.mimetype !== '') return id;
      await sleep(LOOK_MS);
    }
    throw new Error('Slack is still looking at the chart');
  }
}
