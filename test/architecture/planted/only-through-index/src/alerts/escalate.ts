import { rotation } from '../oncall/rotation.js'; // planted
import { shift } from '../oncall/domain/shift.js'; // planted

export const escalate = [rotation, shift];
