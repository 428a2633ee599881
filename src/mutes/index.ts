export { LONGEST_MUTE_MS, SHORTEST_MUTE_MS } from './domain/mute-rule.js';
export { muteScopeWords } from './mute-card.js';
export { MuteEnds } from './mute-ends.js';
export { MuteEntity } from './mute.entity.js';
export { MutesModule } from './mutes.module.js';
export { Mutes, type MuteWish } from './mutes.service.js';
