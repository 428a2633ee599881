/** Slack refuses a text with nothing to see in it. */
export const isBlank = (text: string) => /^[\s\p{Cc}\p{Cf}]*$/u.test(text);

/** What stands where a text is required and there is none. */
export const NOTHING = '–';
