export const escalate = true;
