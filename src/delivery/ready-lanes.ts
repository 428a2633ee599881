interface Ready<Lane> {
  lane: Lane;
  stamp: number;
  since: number;
}

const LEVELS = 4;

/** Those of a workspace's lanes whose turn may come, by priority, oldest first. What has changed since it came is passed over. */
export class ReadyLanes<Lane extends { priority: number; stamp: number }> {
  private readonly levels: Ready<Lane>[][] = Array.from({ length: LEVELS }, () => []);

  add(lane: Lane, now: number): void {
    this.levels[Math.min(lane.priority, LEVELS - 1)].push({ lane, stamp: lane.stamp, since: now });
  }

  /**
   * The level to serve: the severest that has a lane.
   * @param longest let the lane that has waited the longest go first, unless a critical one waits
   */
  next(longest: boolean): number | undefined {
    let found: number | undefined;
    for (const [level, waiting] of this.levels.entries()) {
      while (waiting.length > 0 && waiting[0].lane.stamp !== waiting[0].stamp) waiting.shift();
      if (waiting.length === 0) continue;
      if (found === undefined || (longest && found !== 0 && waiting[0].since < this.levels[found][0].since))
        found = level;
      if (!longest) break;
    }
    return found;
  }

  /** The first lane of a level that `next` has named. */
  take(level: number): Lane {
    return this.levels[level].shift()!.lane;
  }
}
