import { SandboxClient } from '../../sandbox/kit/sandbox-client.js';
import { startProgram, stopAllPrograms } from '../harness/process.js';
import { startContractSandbox, type ContractSandbox } from './contract-sandbox.js';
import { sdkClient } from './sdk-client.js';
import { tellingFaultSeed } from './tell-fault-seed.js';

const OPS = 'C0OPS00001';

describe('rules of faults', () => {
  let sandbox: ContractSandbox;
  let people: SandboxClient;
  let token: string;

  beforeAll(async () => {
    sandbox = await startContractSandbox();
    people = new SandboxClient(sandbox.url);
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    await people.reset();
    await install();
  });

  async function install(): Promise<void> {
    token = (await people.obtainTokens(['chat:write', 'chat:write.public'])).botToken;
  }

  const post = (text: string) => sdkClient(sandbox.url, token).chat.postMessage({ channel: OPS, text });

  describe('by probability', () => {
    /** What became of a row of posts: `.` taken, `5` an error, `r` a reset, `R` a reset that came too late. */
    async function fates(seed?: number): Promise<string> {
      await people.faults({
        rules: [
          { fault: 'error', probability: 0.2, name: 'chat.postMessage' },
          { fault: 'reset', probability: 0.2, name: 'chat.*' },
          { fault: 'reset', accepted: true, probability: 0.2, channel: OPS },
        ],
        seed,
      });
      const { seq } = (await people.log()).at(-1) ?? { seq: 0 };
      for (let id = 0; id < 40; id += 1) await post(String(id)).catch(() => undefined);
      return (await people.log({ since: seq, name: 'chat.postMessage' }))
        .map(({ status, accepted }) =>
          status === null ? (accepted ? 'R' : 'r') : status === 200 ? '.' : '5',
        )
        .join('');
    }

    it('the same seed and the same requests meet the same faults, another seed others', () =>
      tellingFaultSeed(people, async () => {
        const first = await fates(7);
        expect(first).toHaveLength(40);
        expect(new Set(first)).toEqual(new Set('.5rR'));
        expect(await fates(7)).toBe(first);
        expect(await fates(8)).not.toBe(first);
        const { seed, rules } = await people.playedFaults();
        expect(seed).toBe(8);
        expect(rules.map(({ seen }) => seen)).toEqual([40, 40, 40]);
      }));

    it("without a seed it is the sandbox's own, also after a reset", () =>
      tellingFaultSeed(people, async () => {
        const first = await fates();
        expect((await people.playedFaults()).seed).toBe(sandbox.faultSeed);
        expect(await people.reset()).toEqual({ faultSeed: sandbox.faultSeed });
        expect((await people.playedFaults()).rules).toEqual([]);
        await install();
        expect(await fates()).toBe(first);
      }));

    it('a test that fails says which seed repeats it', async () => {
      await people.faults({ rules: [], seed: 4711 });
      const failing = tellingFaultSeed(people, () => Promise.reject(new Error('one message is missing')));
      await expect(failing).rejects.toThrow(
        /one message is missing\n\nFault seed 4711: SANDBOX_FAULT_SEED=4711/,
      );
    });
  });

  describe('a malformed rule', () => {
    it.each([
      [{ rules: 'reset' }, 'rules must be a list'],
      [{ rules: ['reset'] }, 'rules[0] must be an object, not "reset"'],
      [
        { rules: [{ fault: 'reset' }, { fault: 'flood' }] },
        'rules[1].fault must be one of ratelimited, refused, error, ',
      ],
      [
        { rules: [{ fault: 'reset', probability: 7 }] },
        'rules[0].probability must be a number from 0 to 1, not 7',
      ],
      [
        { rules: [{ fault: 'reset', count: -1 }] },
        'rules[0].count must be a whole number from 0 to 1000000, not -1',
      ],
      [{ rules: [{ fault: 'reset', kind: 'apy' }] }, 'rules[0].kind must be one of api, '],
      [{ rules: [{ fault: 'reset', name: 5 }] }, 'rules[0].name must be a name, not 5'],
      [{ rules: [{ fault: 'reset', propability: 1 }] }, 'rules[0] has a propability, and no fault has one'],
      [
        { rules: [{ fault: 'slow', accepted: true }] },
        'rules[0].accepted means nothing to slow, only to error, ',
      ],
      [
        { rules: [{ fault: 'error', status: 200 }] },
        'rules[0].status must be a whole number from 400 to 599, not 200',
      ],
      [
        { rules: [{ fault: 'ratelimited', retryAfterS: 0.5 }] },
        'rules[0].retryAfterS must be a whole number',
      ],
      [{ rules: [], seed: -1 }, 'seed must be a whole number from 0 to 4294967295, not -1'],
      [{ rules: [], seed: 'x' }, 'seed must be a whole number from 0 to 4294967295, not "x"'],
    ])('%j is refused, and what was in force stays', async (faults, problem) => {
      await people.faults({ rules: [{ fault: 'error', count: 2 }], seed: 3 });
      await expect(post('first')).rejects.toMatchObject({ statusCode: 500 });
      const before = await people.playedFaults();
      const answer = await fetch(`${sandbox.url}/control/faults`, {
        method: 'PUT',
        body: JSON.stringify(faults),
      });
      expect(answer.status).toBe(400);
      expect(((await answer.json()) as { error: string }).error).toContain(problem);
      expect(await people.playedFaults()).toEqual(before);
      expect(before.rules).toMatchObject([{ seen: 1, struck: 1 }]);
    });
  });

  describe("a sandbox's own program", () => {
    afterAll(stopAllPrograms);
    const start = (seed?: string) =>
      startProgram('sandbox/main.js', {
        env: { SANDBOX_PORT: '0', ...(seed === undefined ? {} : { SANDBOX_FAULT_SEED: seed }) },
      });

    it('takes its seed from the environment, and says it', async () => {
      const program = start('4711');
      const [, url] = await program.waitForLine(/^sandbox: listening on (\S+)$/);
      expect(program.lines).toContain('sandbox: fault seed 4711');
      expect(await new SandboxClient(url).reset()).toEqual({ faultSeed: 4711 });
    });

    it('draws one where none is given, and says it', async () => {
      await start().waitForLine(/^sandbox: fault seed \d+$/);
    });

    it.each(['0x10', '-1', '4294967296', ''])('does not start with %j', async (seed) => {
      const program = start(seed);
      expect(await program.exited).toMatchObject({ code: 1 });
      expect(program.output).toBe(
        `SANDBOX_FAULT_SEED must be a whole number from 0 to 4294967295, not ${JSON.stringify(seed)}`,
      );
    });
  });
});
