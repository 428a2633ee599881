import { Module } from '@nestjs/common';
import { LeftBehindRequests } from './left-behind-requests.js';
import { RequestLimits } from './request-limits.js';
import { RequestRun } from './request-run.js';
import { RequestStore } from './request-store.js';
import { Requests } from './requests.service.js';
import { RunningRequests } from './running-requests.js';

/** What people do and wait for. `commands` and `interactions` say how each kind is answered. */
@Module({
  providers: [RequestLimits, RequestStore, RunningRequests, RequestRun, Requests, LeftBehindRequests],
  exports: [Requests, RequestLimits],
})
export class RequestsModule {}
