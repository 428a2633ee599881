/** `kill -9` of a worker. */
export interface Kill {
  pid: number;
  /** Milliseconds since 1970. */
  at: number;
}

/** A worker calls itself by its process's id and something of its own: `812-k3f9`. */
export const isOf = ({ pid }: Kill, worker: string) => worker.startsWith(`${pid}-`);
