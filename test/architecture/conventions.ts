/**
 * House rules that a reader of text can check. Each takes a file's text and answers with what is wrong, in words;
 * an empty list is a clean file.
 */
export type Check = (text: string) => string[];

export const longestFile = 400;

export const namedExportsOnly: Check = (text) =>
  lines(text, [/^\s*export\s+default\b/, /^\s*export\s*\{[^}]*\bas\s+default\b/]).map(
    (at) => `${at}: a default export; name it after its concept`,
  );

export const notTooLong: Check = (text) => {
  const count = text.replace(/\n$/, '').split('\n').length;
  return count > longestFile ? [`${count} lines, more than ${longestFile}: find the second thing in it`] : [];
};

/** Deadlines (`setTimeout(() => reject(…))`) are fine; a pause that hopes something has happened by then is not. */
export const noSleep: Check = (text) => {
  const pauses = [
    /\bsleep\s*\(/g,
    /new Promise\b[^(]*\(\s*\(?\s*(\w+)[^=]*=>\s*\{?\s*(?:const \w+ = |void )?setTimeout\(\s*(?:\(\)\s*=>\s*)?\1\b/g,
    /['"](?:node:)?timers\/promises['"]/g,
    /promisify\(\s*setTimeout\b/g,
  ];
  return pauses
    .flatMap((pattern) => [...text.matchAll(pattern)])
    .map(({ index }) => `${lineAt(text, index)}: a sleep; move the clock, or wait for the thing itself`);
};

export const slackIsNeverMocked: Check = (text) =>
  [...text.matchAll(/\b(?:mock|doMock|setMock|unstable_mockModule)\s*\(\s*['"`]@slack\//g)].map(
    ({ index }) => `${lineAt(text, index)}: a mocked Slack package; run against sandbox/ over HTTP`,
  );

export const lockNamesNoHost: Check = (text) =>
  lines(text, [/"resolved":\s*"https?:/]).map((at) => `${at}: names a registry host; any mirror should do`);

function lines(text: string, patterns: RegExp[]): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (patterns.some((pattern) => pattern.test(line)) ? [`line ${index + 1}`] : []));
}

function lineAt(text: string, index: number): string {
  return `line ${text.slice(0, index).split('\n').length}`;
}
