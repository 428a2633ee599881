import { Injectable } from '@nestjs/common';

/** How long things may take, in ms. Tests shorten them on the instance that they get from the application. */
@Injectable()
export class RequestLimits {
  /** Slack gives up at 3 s; by now it is answered, whatever the handler does. */
  answerBy = 2_500;
  /** Storing takes a few ms; what takes longer than this is not going to be answered in time. */
  storeBy = 1_500;
  /**
   * Between an answer and what is written by another way: Slack must have done what the answer says, open or close a
   * modal, before it is told more. *Unverified*: how long that takes it.
   */
  settle = 500;
  /** A stopping process waits so long for handlers; it has other things to finish before it is killed. */
  stopBy = 8_000;
}
