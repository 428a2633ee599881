/** Drops the codes whose time is over: they were issued in order and live equally long, so the oldest come first. */
export function forgetExpired(codes: Map<string, { expiresAt: number }>, now: number): void {
  for (const [code, { expiresAt }] of codes) {
    if (now <= expiresAt) return;
    codes.delete(code);
  }
}
