/** HTTP statuses from one to another, both included. */
export interface StatusRange {
  from: number;
  to: number;
}

/** `200`, or `200-299`. undefined for what is neither. */
export function readStatusRange(text: string): StatusRange | undefined {
  const [, first, last = first] = /^\s*([1-5]\d\d)(?:\s*-\s*([1-5]\d\d))?\s*$/.exec(text) ?? [];
  if (first === undefined || Number(last) < Number(first)) return undefined;
  return { from: Number(first), to: Number(last) };
}

export const statusRangeText = ({ from, to }: StatusRange) => (from === to ? `${from}` : `${from}-${to}`);
