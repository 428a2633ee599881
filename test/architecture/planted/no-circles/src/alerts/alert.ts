import type { Card } from './card.js'; // planted

export interface Alert {
  card: Card;
}
