import { Module } from '@nestjs/common';
import { RequestRun } from './request-run.js';
import { RequestStore } from './request-store.js';
import { Requests } from './requests.service.js';

/** What people do and wait for. `commands` and `interactions` say how each kind is answered. */
@Module({ providers: [RequestStore, RequestRun, Requests], exports: [Requests] })
export class RequestsModule {}
