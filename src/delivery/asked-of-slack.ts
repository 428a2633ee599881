/** What Slack is asked to do about a claim. */
export interface SlackCall {
  /** One of the Web API's; or a webhook's lane. */
  method: string;
  /** The channel that it is counted for. */
  channel: string;
  args: object;
  /** It uses the channel's pace. */
  posts: boolean;
  /** Asked twice is the same as once. */
  repeatable: boolean;
}
