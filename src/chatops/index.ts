export { ChatopsModule } from './chatops.module.js';
export { HomeRefresher } from './home/home-refresher.js';
