export { slack } from '../slack/index.js'; // planted
