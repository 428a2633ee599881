import { Global, Module } from '@nestjs/common';
import { Audit } from './audit.service.js';

/** Who did what. Global: every module that changes something tells it. */
@Global()
@Module({ providers: [Audit], exports: [Audit] })
export class AuditModule {}
