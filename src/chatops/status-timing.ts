import { Injectable } from '@nestjs/common';

/** Tests shorten it on the instance that they get from the application. */
@Injectable()
export class StatusTiming {
  /** In ms: by then people see what there is. Slack gives up at 3 s, and some of it went before. */
  showAfter = 1_800;
}
