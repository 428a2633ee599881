export const oncall = 'oncall';
