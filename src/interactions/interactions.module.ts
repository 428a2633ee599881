import { Module } from '@nestjs/common';
import { RequestsModule } from '../requests/index.js';
import { ActionRules } from './action-rules.js';
import { OptionRules } from './option-rules.js';
import { ViewRules } from './view-rules.js';

/** Buttons, menus, modals and shortcuts: how they are taken in and answered. Who owns one is found by its decorator. */
@Module({ imports: [RequestsModule], providers: [ActionRules, ViewRules, OptionRules] })
export class InteractionsModule {}
