import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { tap } from 'rxjs';
import { Log } from '../platform/logging/log.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { HandlerContext } from './slack-handlers.js';

/** Around every handler of Slack's: how long it took, what came of it, and a line in the log by which it is found. */
@Injectable()
export class HandlerInterceptor implements NestInterceptor {
  private readonly seconds;

  constructor(
    private readonly log: Log,
    metrics: Metrics,
  ) {
    this.seconds = metrics.duration('handler_seconds', 'How long Slack’s handlers took.', [
      'handler',
      'outcome',
    ]);
  }

  intercept(context: ExecutionContext, next: CallHandler) {
    if (context.getType<string>() !== 'slack') return next.handle();
    const handler = `${context.getClass().name}.${context.getHandler().name}`;
    const { workspaceId, reference, attempt } = context.getArgByIndex<HandlerContext>(0);
    const startedAt = performance.now();
    const finish = (outcome: 'done' | 'failed') => {
      const ms = performance.now() - startedAt;
      this.seconds.observe({ handler, outcome }, ms / 1_000);
      this.log.debug(
        { handler, outcome, ms: Math.round(ms), workspace: workspaceId, reference, attempt },
        'Handled',
      );
    };
    return next.handle().pipe(tap({ complete: () => finish('done'), error: () => finish('failed') }));
  }
}
