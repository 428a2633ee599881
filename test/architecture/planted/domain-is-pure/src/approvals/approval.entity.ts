export class Approval {}
