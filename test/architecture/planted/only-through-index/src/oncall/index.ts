export { rotation } from './rotation.js';
