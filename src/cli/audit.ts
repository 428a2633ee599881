import type { Command } from 'commander';
import { Audit, type Verdict } from '../audit/index.js';
import { type Json, command } from './command.js';
import { UnwellError, CliError, withServices } from './context.js';
import { print, table } from './output.js';

interface Options extends Json {
  team?: string;
  head?: string;
}

const HEAD = /^(\d+):([0-9a-f]{64})$/;

export function addAuditCommands(program: Command) {
  const audit = program.command('audit').description('Who did what');

  command(audit, 'verify', 'walks the chain of hashes from its start, and ends with 1 where it breaks')
    .option('--team <id>', 'only of this workspace, T…, or organisation, E…')
    .option('--head <seq:hash>', 'with --team: a head noted before, which must still be found in its place')
    .action(async ({ json, team, head }: Options) => {
      const expected = head === undefined ? undefined : parseHead(head, team);
      const verdicts = await withServices(async (app) => {
        const service = app.get(Audit);
        const all = team === undefined ? await service.workspaces() : [{ workspaceId: team }];
        const found: Verdict[] = [];
        for (const ctx of all) found.push(await service.verify(ctx, expected));
        return found;
      });
      const rows = verdicts.map(({ workspaceId, entries, head: newest, broken }) => ({
        workspace: workspaceId,
        entries: String(entries),
        head: `${entries}:${newest}`,
        verdict: broken === undefined ? 'whole' : `BROKEN at ${broken.seq} (${broken.fault})`,
      }));
      print(json, verdicts, table(rows, 'Nothing has been done yet.'));
      if (verdicts.some(({ broken }) => broken !== undefined)) throw new UnwellError();
    });
}

function parseHead(head: string, team: string | undefined) {
  const [, seq, hash] = HEAD.exec(head) ?? [];
  if (seq === undefined || hash === undefined)
    throw new CliError('A head is a number, a colon and 64 hexadecimal digits.');
  if (team === undefined) throw new CliError('A head is of one workspace: name it with --team.');
  return { seq: Number(seq), hash };
}
