export { ChatopsModule } from './chatops.module.js';
