import { rotation } from './oncall/rotation.js'; // planted

export const parts = [rotation];
