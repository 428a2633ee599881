import { parse } from 'yaml';
import { InvalidBodyError } from '../platform/errors/app-error.js';

/** JSON or YAML, as typed. An alias may stand for a hundred nodes, and no more. @throws InvalidBodyError */
export function documentIn(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: 100 });
  } catch (error) {
    const [line] = (error as Error).message.split('\n');
    throw new InvalidBodyError({ detail: `This is neither JSON nor YAML: ${line}` });
  }
}
