export const approvals = 'approvals';
