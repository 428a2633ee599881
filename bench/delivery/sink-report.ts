export interface SinkReport {
  requests: number;
  /** Different ones that brought them. */
  connections: number;
  /** Milliseconds of the sink's own clock. */
  firstAt: number;
  lastAt: number;
  /** The first request. */
  sample?: { path: string; headers: Record<string, string>; body: string };
}
