import type { Random } from '../../sandbox/faults/random.js';

/** What is to be said, once each, in the order in which it is owed. */
export type Step =
  | { kind: 'plain'; id: number; place: number; priority: number }
  /** Version 1 shows the card, the others edit it. */
  | { kind: 'card'; id: number; version: number; place: number; priority: number }
  | { kind: 'reply'; card: number; number: number; place: number; priority: number };

export interface CardPlan {
  id: number;
  place: number;
  /** The version that must be shown in the end. */
  versions: number;
  replies: number;
}

export interface Plan {
  steps: Step[];
  cards: CardPlan[];
  /** The place of each plain message, by its id. */
  plain: number[];
}

const MOST_VERSIONS = 4;
const MOST_REPLIES = 3;
/** Of the messages that are no edits or replies. */
const CARDS_OF_ALL = 0.3;
/** A card's next step follows after so many others at most. */
const LONGEST_GAP = 400;
const PRIORITIES = 4;

/** `messages` steps over `places` channels: cards with edits and replies among plain posts, as the seed has it. */
export function makePlan(random: Random, messages: number, places: number): Plan {
  const below = (bound: number) => Math.floor(random.next() * bound);
  const plan: Plan = { steps: [], cards: [], plain: [] };
  const due: { at: number; step: Step }[] = [];
  let made = 0;
  while (made < messages) {
    const at = below(messages);
    const place = below(places);
    const priority = below(PRIORITIES);
    if (random.next() >= CARDS_OF_ALL) {
      due.push({ at, step: { kind: 'plain', id: plan.plain.length, place, priority } });
      plan.plain.push(place);
      made += 1;
      continue;
    }
    const card = { id: plan.cards.length, place, versions: 1, replies: 0 };
    plan.cards.push(card);
    due.push({ at, step: { kind: 'card', id: card.id, version: 1, place, priority } });
    made += 1;
    let next = at;
    const wanted = { versions: 1 + below(MOST_VERSIONS), replies: below(MOST_REPLIES + 1) };
    while (made < messages && (card.versions < wanted.versions || card.replies < wanted.replies)) {
      next += 1 + below(LONGEST_GAP);
      const edits =
        card.replies === wanted.replies || (card.versions < wanted.versions && random.next() < 0.5);
      const step: Step = edits
        ? { kind: 'card', id: card.id, version: (card.versions += 1), place, priority }
        : { kind: 'reply', card: card.id, number: (card.replies += 1), place, priority };
      due.push({ at: next, step });
      made += 1;
    }
  }
  // A stable sort: of what falls together, a card's own steps stay in order.
  plan.steps = due.sort((a, b) => a.at - b.at).map(({ step }) => step);
  return plan;
}

/** What a message says, and what the judge knows it by. */
export function wordsOf(step: Step): string {
  if (step.kind === 'plain') return `soak plain ${step.id}`;
  if (step.kind === 'card') return `soak card ${step.id} version ${step.version}`;
  return `soak reply ${step.card} number ${step.number}`;
}
