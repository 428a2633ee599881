import { Module } from '@nestjs/common';
import { RequestsModule } from '../requests/index.js';
import { CommandRules } from './command-rules.js';

/** Slash commands: how they are taken in and answered. Who owns one is found by its decorator. */
@Module({ imports: [RequestsModule], providers: [CommandRules] })
export class CommandsModule {}
