import { Global, Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { MuteEnds } from './mute-ends.js';
import { MuteEntity } from './mute.entity.js';
import { Mutes } from './mutes.service.js';
import { MutesSlack } from './mutes.slack.js';

/** Channels that are quiet for a time. */
@Global()
@Module({
  imports: [TypeOrmModule.forFeature([MuteEntity])],
  providers: [Mutes, MutesSlack, MuteEnds],
  exports: [Mutes, MuteEnds],
})
export class MutesModule {}
