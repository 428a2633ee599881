import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ShownView } from '../../page/shown.js';
import { Blocks } from '../blocks/Blocks.js';
import { SurfaceContext } from '../elements/context.js';
import { Dialog } from '../kit/Dialog.js';
import { Icon } from '../kit/Icon.js';
import { act } from '../state/control.js';
import { formAt } from '../state/form.js';
import { appOf, here, stack } from '../state/store.js';

/** The modals that the viewer has open, the top one in front. */
export function Modals() {
  const top = stack.value.at(-1);
  if (!top) return null;
  return <Modal key={top.id} view={top} depth={stack.value.length} />;
}

function Modal({ view, depth }: { view: ShownView; depth: number }) {
  const [busy, setBusy] = useState(false);
  const [tries, setTries] = useState(0);
  const box = useRef<HTMLFormElement>(null);
  const form = formAt({ view_id: view.id }, here.value?.viewer ?? '');
  const submit = async () => {
    if (busy || view.submit === null) return;
    setBusy(true);
    form.problem.value = null;
    await act('submit', { view_id: view.id, state: form.values.value });
    setBusy(false);
    setTries(tries + 1);
  };
  const close = (all: boolean) => void act('close', { view_id: view.id, all });
  const surface = useMemo(
    () => ({
      form,
      kind: 'modal' as const,
      state: view.state,
      errors: view.errors,
      submit: () => void submit(),
    }),
    [form, view, busy],
  );
  // At once, so that no key goes elsewhere.
  useLayoutEffect(() => {
    const wanted = box.current?.querySelector<HTMLElement>('[data-autofocus=true]');
    (wanted ?? box.current?.querySelector<HTMLElement>('input, textarea, select, .blocks button'))?.focus();
  }, [view.id]);
  // What is wrong comes by the socket, before or after the answer.
  useLayoutEffect(() => {
    if (tries > 0) firstWrong(box.current)?.focus();
  }, [tries, JSON.stringify(view.errors)]);
  const problem = view.problem ?? form.problem.value;

  return (
    <Dialog
      class={`modal depth-${depth}`}
      name={view.title}
      title={
        <>
          {view.title} <small>{appOf(view.app)?.name}</small>
        </>
      }
      onClose={() => close(true)}
      onBack={depth > 1 ? () => close(false) : undefined}
      footer={
        <>
          {depth > 1 && <small class="depth">{depth} of at most 3</small>}
          {busy && (
            <span class="busy" role="status">
              <span class="spinner" /> Sending
            </span>
          )}
          <button type="button" class="button" onClick={() => close(false)}>
            {view.close ?? (view.submit === null ? 'Close' : 'Cancel')}
          </button>
          {view.submit !== null && (
            <button type="button" class="button primary" aria-disabled={busy} onClick={() => void submit()}>
              {view.submit}
            </button>
          )}
        </>
      }
    >
      {problem !== null && (
        <p class="modal-problem" role="alert">
          <Icon name="alert" /> {problem}
        </p>
      )}
      <form
        ref={box}
        aria-label={view.title}
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <SurfaceContext.Provider value={surface}>
          <Blocks blocks={view.blocks} />
        </SurfaceContext.Provider>
      </form>
    </Dialog>
  );
}

function firstWrong(box: HTMLElement | null): HTMLElement | null | undefined {
  return box?.querySelector<HTMLElement>('[aria-invalid=true]');
}
