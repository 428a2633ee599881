export interface Pin {
  /** Unix seconds. */
  created: number;
  createdBy: string;
}

/** What is pinned where: channel → `ts` → pin, in the order in which they were pinned. */
export class Pins {
  private readonly channels = new Map<string, Map<string, Pin>>();

  of(channelId: string): Map<string, Pin> {
    const pins = this.channels.get(channelId) ?? new Map<string, Pin>();
    this.channels.set(channelId, pins);
    return pins;
  }

  /** A channel goes by another id from now on. */
  move(fromId: string, toId: string): void {
    this.channels.set(toId, this.of(fromId));
    this.channels.delete(fromId);
  }

  clear(): void {
    this.channels.clear();
  }
}
