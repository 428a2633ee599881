import { stateOf } from '../blocks/element-values.js';
import { emptyForm } from '../deliveries/filled-form.js';
import { mintId, randomId } from '../workspace/ids.js';
import type { Installation, User } from '../workspace/model.js';
import type { World } from '../workspace/world.js';
import { MAX_STACK, type View, type ViewContent } from './view.js';

/** Every modal that is open and every home tab that was published. */
export class Views {
  private readonly byId = new Map<string, View>();
  /** By person: the modals that lie on one another, the top one last. */
  private readonly stacks = new Map<string, View[]>();
  /** By app, workspace or organisation, and person. */
  private readonly homes = new Map<string, View>();

  constructor(private readonly world: World) {}

  find(id: string): View | undefined {
    return this.byId.get(id);
  }

  /** The app's view with this external id, which is unique in a workspace (facts, section 5). */
  findExternal(installation: Installation, externalId: string): View | undefined {
    if (externalId === '') return undefined;
    return [...this.byId.values()].find(
      (view) =>
        view.content.externalId === externalId &&
        view.installation.appId === installation.appId &&
        view.installation.teamId === installation.teamId,
    );
  }

  /** What the person has open, the top one last. */
  stackOf(userId: string): View[] {
    return this.stacks.get(userId) ?? [];
  }

  home(installation: Installation, userId: string): View | undefined {
    return this.homes.get(homeKey(installation, userId));
  }

  /** Opens a modal. One that is open already goes: a person sees one stack at a time (*unverified*). */
  open(installation: Installation, user: User, content: ViewContent, conversation?: string): View {
    for (const view of this.stackOf(user.id)) this.byId.delete(view.id);
    const view = this.make(installation, user, content, null, conversation);
    this.stacks.set(user.id, [view]);
    this.world.touch();
    return view;
  }

  /** Puts a modal on top of `below`; `undefined` where the stack is full. */
  push(below: View, content: ViewContent): View | undefined {
    const stack = this.stackOf(below.userId);
    const user = this.world.users.get(below.userId);
    if (stack.length >= MAX_STACK || !user) return undefined;
    const view = this.make(below.installation, user, content, stack[stack.length - 1], below.conversation);
    stack.push(view);
    this.world.touch();
    return view;
  }

  /** Gives a view new content. What was typed stays where block_id and action_id do (facts, section 5). */
  update(view: View, content: ViewContent): void {
    view.content = content;
    view.hash = this.newHash();
    view.form.state = stateOf(content.blocks, view.form.state, { conversation: view.conversation });
    view.errors = {};
    view.problem = null;
    this.world.touch();
  }

  publish(installation: Installation, user: User, content: ViewContent): View {
    const known = this.home(installation, user.id);
    if (known) {
      this.update(known, content);
      return known;
    }
    const view = this.make(installation, user, content, null);
    this.homes.set(homeKey(installation, user.id), view);
    this.world.touch();
    return view;
  }

  /** Takes a modal off the stack, and those that lie on it. */
  close(view: View): void {
    const stack = this.stackOf(view.userId);
    const at = stack.indexOf(view);
    if (at < 0) return;
    for (const gone of stack.splice(at)) this.byId.delete(gone.id);
    if (stack.length === 0) this.stacks.delete(view.userId);
    this.world.touch();
  }

  clear(): void {
    this.byId.clear();
    this.stacks.clear();
    this.homes.clear();
  }

  private make(
    installation: Installation,
    user: User,
    content: ViewContent,
    previous: View | null,
    conversation?: string,
  ): View {
    const id = mintId('V');
    const view: View = {
      id,
      content,
      hash: this.newHash(),
      installation,
      teamId: user.teamId,
      installedTeamId: this.installedTeam(installation, user),
      userId: user.id,
      rootId: previous?.rootId ?? id,
      previousId: previous?.id ?? null,
      form: { ...emptyForm(), state: stateOf(content.blocks, {}, { conversation }) },
      conversation,
      errors: {},
      problem: null,
    };
    this.byId.set(id, view);
    return view;
  }

  /** The workspace whose installation a person's views are of: on Grid one of theirs that the app was added to. */
  private installedTeam(installation: Installation, user: User): string {
    if (!installation.isEnterpriseInstall) return installation.teamId;
    const theirs = [user.teamId, ...(user.teamIds ?? [])];
    return theirs.find((id) => installation.grantedTeamIds.has(id)) ?? user.teamId;
  }

  private newHash(): string {
    return `${Math.floor(this.world.timer.now() / 1000)}.${randomId(8)}`;
  }
}

function homeKey(installation: Installation, userId: string): string {
  return `${installation.appId}/${installation.teamId}/${userId}`;
}
