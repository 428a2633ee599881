export { ChatopsModule } from './chatops.module.js';
export { StatusTiming } from './status-timing.js';
export { HomeRefresher } from './home/home-refresher.js';
