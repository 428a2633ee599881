/** The bytes of an upload: the whole body, or the first part of a multipart one that isn't empty. */
export function uploadedBytes(type: string | undefined, body: Buffer): Buffer | undefined {
  const boundary = /^multipart\/form-data\s*;.*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(type ?? '');
  if (!boundary) return body.length > 0 ? body : undefined;
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
  let at = body.indexOf(mark);
  while (at >= 0) {
    const head = body.indexOf('\r\n\r\n', at);
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), at + mark.length);
    if (head < 0 || end < 0) return undefined;
    if (end > head + 4) return body.subarray(head + 4, end);
    at = end + 2;
  }
  return undefined;
}
