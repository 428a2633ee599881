import { placedElements, type PlacedElement } from '../blocks/elements.js';
import { stateOf, type StateValues } from '../blocks/element-values.js';
import { objects } from '../json.js';
import type { Message } from '../workspace/model.js';
import { emptyForm, type FilledForm } from './filled-form.js';

/** An element of a message and where it stands. */
export interface FoundElement extends PlacedElement {
  /** The attachment that it is in, if any. */
  attachmentId?: number;
}

/** The interactive elements of a message, those of its attachments last. */
export function messageElements(message: Message): FoundElement[] {
  return [
    ...placedElements(objects(message.body.blocks)),
    ...objects(message.body.attachments).flatMap((attachment) =>
      placedElements(objects(attachment.blocks)).map((found) => ({
        ...found,
        attachmentId: Number(attachment.id),
      })),
    ),
  ];
}

/** What each person has chosen in each message; Slack's clients keep it, and send it along with every click. */
export class MessageForms {
  private forms = new WeakMap<Message, Map<string, FilledForm>>();

  of(message: Message, userId: string): FilledForm {
    const people = this.forms.get(message) ?? new Map<string, FilledForm>();
    this.forms.set(message, people);
    const form = people.get(userId) ?? emptyForm();
    people.set(userId, form);
    form.state = messageState(message, form.state);
    return form;
  }

  clear(): void {
    this.forms = new WeakMap();
  }
}

function messageState(message: Message, before: StateValues): StateValues {
  const attached = objects(message.body.attachments).flatMap(({ blocks }) => objects(blocks));
  return stateOf([...objects(message.body.blocks), ...attached], before);
}
