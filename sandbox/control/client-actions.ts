import { NotPlayable } from '../guide/guide.js';
import { text } from '../json.js';
import { presentFile } from '../files/present-file.js';
import { ControlError, type ControlRequest } from './control-request.js';

/** What a person's Slack client does without a word to anybody, and what the page's panels ask for. */
export const CLIENT_ACTIONS: Record<string, (request: ControlRequest) => object | Promise<object>> = {
  /** The person has read the channel up to `ts`. It may fall: then it is marked as unread. */
  mark(request) {
    const { slack, channel, user } = request;
    const ts = request.text('ts');
    channel.lastRead.set(user.id, ts);
    slack.world.touch();
    return { channel: channel.id, last_read: ts };
  },

  /** Opens the direct message of `user` with the people `with`. */
  direct(request) {
    const { slack, user, teamId, values } = request;
    const wanted = Array.isArray(values.with) ? values.with : [];
    const others = wanted.map((one) => slack.world.user(teamId, text(one)));
    if (others.length === 0 || others.some((one) => one === undefined))
      throw new ControlError(404, 'no such person');
    const ids = [user.id, ...others.flatMap((one) => one?.id ?? [])];
    const { channel } = slack.world.directChannel(teamId, [...new Set(ids)]);
    channel.closedBy.delete(user.id);
    slack.world.touch(channel);
    return { channel: channel.id };
  },

  /** Takes the file `name` with its bytes in base64, `data`, for a form's file field: Slack's file object. */
  async upload(request) {
    const { slack, teamId, user, app } = request;
    const [name, data] = [request.text('name'), request.text('data')];
    const bytes = Buffer.from(data, 'base64');
    const team = slack.world.teams.get(teamId);
    if (bytes.length === 0 || name === '' || !team) throw new ControlError(400, 'no file');
    const about = { teamId, appId: app.id, userId: user.id, name, size: bytes.length };
    const { file, ticket } = slack.files.announce({ ...about, altText: '', snippetType: '' });
    slack.files.upload(ticket, bytes);
    await new Promise<void>((resolve) => slack.files.complete(file, resolve));
    return { file: presentFile(file, team, slack.publicUrl) };
  },

  /** Begins one of the guided demo's plays; with `wait`, answers when it is over. `pace` shortens its pauses. */
  async play(request) {
    const { slack, teamId, values } = request;
    try {
      const pace = typeof values.pace === 'number' && values.pace > 0 ? values.pace : 1;
      const run = slack.guide.play(teamId, request.text('play'), pace);
      return { run: values.wait === true ? await run : slack.guide.last };
    } catch (error) {
      if (error instanceof NotPlayable) throw new ControlError(409, error.message);
      throw error;
    }
  },
};

/** `{url, key}`: where the app under test takes notifications for the workspace, and its key. No answer ever shows the key. */
export function configureService(request: ControlRequest): object {
  const { slack, teamId } = request;
  const [url, key] = [request.text('url').replace(/\/+$/, ''), request.text('key')];
  if (!URL.canParse(url) || key === '') throw new ControlError(400, 'url and key are needed');
  slack.guide.services.set(teamId, { url, key });
  slack.world.touch();
  return { team: teamId, url };
}
