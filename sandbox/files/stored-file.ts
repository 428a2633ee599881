/** A file, from the moment that its upload URL is given out. */
export interface StoredFile {
  id: string;
  /** The secret of its upload URL. */
  ticket: string;
  teamId: string;
  appId: string;
  /** Who uploads it: the bot, or the person whose token it is. */
  userId: string;
  name: string;
  title: string;
  altText: string;
  snippetType: string;
  /** As announced; once the bytes are here, what came. */
  size: number;
  /** Unix seconds. */
  created: number;
  bytes?: Buffer;
  mimetype: string;
  filetype: string;
  prettyType: string;
  /**
   * `announced` until the bytes are here, `uploaded` until completeUploadExternal, `provisional` while Slack looks at
   * it (facts, section 17), then `ready`.
   */
  stage: 'announced' | 'uploaded' | 'provisional' | 'ready';
  /** Where it was shared, and by which message. */
  shares: { channelId: string; public: boolean; ts: string }[];
}

const KINDS: Record<string, [mimetype: string, prettyType: string]> = {
  txt: ['text/plain', 'Plain Text'],
  text: ['text/plain', 'Plain Text'],
  md: ['text/markdown', 'Markdown'],
  csv: ['text/csv', 'CSV'],
  json: ['application/json', 'JSON'],
  log: ['text/plain', 'Plain Text'],
  pdf: ['application/pdf', 'PDF'],
  png: ['image/png', 'PNG'],
  jpg: ['image/jpeg', 'JPEG'],
  jpeg: ['image/jpeg', 'JPEG'],
  gif: ['image/gif', 'GIF'],
  zip: ['application/zip', 'Zip'],
};

/** What Slack finds a file to be: here by the end of its name. */
export function kindOf(name: string): { mimetype: string; filetype: string; prettyType: string } {
  const end = /\.([a-z0-9]+)$/i.exec(name)?.[1].toLowerCase() ?? '';
  const [mimetype, prettyType] = Object.hasOwn(KINDS, end)
    ? KINDS[end]
    : ['application/octet-stream', 'Binary'];
  return { mimetype, filetype: Object.hasOwn(KINDS, end) ? end : 'binary', prettyType };
}
