import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { Heights } from './heights.js';
import { Lead, Place } from './Place.js';
import type { Row } from './rows.js';

interface Props {
  rows: Row[];
  label: string;
  draw: (row: Row, focus: { tabIndex: number }) => JSX.Element;
  /** The key of a row to bring into sight, and how often that was asked. */
  target?: { key: string; times: number };
  /** Called when it is. */
  onTarget?: () => void;
  /** Called whenever the newest row is in sight. */
  onEnd?: () => void;
  /** What stands above all rows. */
  before?: JSX.Element;
  /** Keys on a row that the list itself has no use for. */
  onKey?: (event: KeyboardEvent, row: Row) => void;
}

/** Drawn beyond what is in sight. */
const MARGIN = 500;
/** As near to the end as this, the list stays there when something is added. */
const AT_END = 32;
/** After a fling, what lies beyond sight is drawn as well. */
const SETTLE_MS = 80;

/**
 * A list of any length of which only what is in sight is in the document. It stays at its end while it is there; else
 * what is in sight keeps its place, whatever is added or grows above it. Arrow keys go from row to row.
 */
export function MessageList({ rows, label, draw, target, onTarget, onEnd, before, onKey }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const heights = useRef(new Heights()).current;
  const state = useRef({ atEnd: true, top: 0, anchor: '', inset: 0, settled: 0 }).current;
  const drawn = useRef(new Map<string, Drawn>());
  const [range, setRange] = useState({ from: 0, to: 0 });
  const [current, setCurrent] = useState('');
  const keys = useRef<Row[]>([]);
  const wanted = useRef({ key: '', from: null as Element | null }).current;
  if (keys.current !== rows) {
    keys.current = rows;
    heights.setKeys(rows.map(({ key }) => key));
  }

  const look = (margin = MARGIN) => {
    const element = scroller.current;
    if (!element) return;
    const { scrollTop, clientHeight } = element;
    const next = heights.range(scrollTop, clientHeight, margin);
    setRange((now) => (now.from === next.from && now.to === next.to ? now : next));
  };

  /** Puts the list back where it was before something changed its rows or their heights. */
  const hold = () => {
    const element = scroller.current;
    if (!element) return;
    if (state.atEnd) element.scrollTop = element.scrollHeight;
    else if (state.anchor !== '') {
      const index = heights.indexOf(state.anchor);
      if (index >= 0) element.scrollTop = heights.top(index) + state.inset;
    }
    look();
  };

  const scrolled = () => {
    const element = scroller.current;
    if (!element) return;
    // What was only guessed is measured after the list went to its end, and then the end is further down: the list
    // has left it only when somebody went up.
    const wentUp = element.scrollTop < state.top - 1;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END;
    state.atEnd = isAtEnd || (state.atEnd && !wentUp);
    const isFling = Math.abs(element.scrollTop - state.top) > element.clientHeight / 2;
    state.top = element.scrollTop;
    const index = heights.at(element.scrollTop);
    state.anchor = heights.keyAt(index) ?? '';
    state.inset = element.scrollTop - heights.top(index);
    if (state.atEnd) onEnd?.();
    // Who flies past reads nothing: only what is in sight is drawn, until it slows down.
    look(isFling ? 0 : MARGIN);
    clearTimeout(state.settled);
    if (isFling) state.settled = setTimeout(look, SETTLE_MS);
  };

  /** Who is at the very top stays there, in sight of what is drawn and measured only then. */
  const measureLead = (height: number): boolean => {
    const before = heights.top(0);
    if ((scroller.current?.scrollTop ?? 0) <= before) state.inset -= height - before;
    return heights.measureLead(height);
  };

  const sizes = useRef<ResizeObserver>();
  sizes.current ??= new ResizeObserver((entries) => {
    let news = false;
    for (const { target: row, borderBoxSize } of entries) {
      const { key } = (row as HTMLElement).dataset;
      const height = borderBoxSize[0].blockSize;
      if (!row.isConnected) continue;
      news = (key === undefined ? measureLead(height) : heights.measure(key, height)) || news;
    }
    if (news) setVersion((version) => version + 1);
  });
  const [version, setVersion] = useState(0);

  useLayoutEffect(hold, [rows, version]);
  useLayoutEffect(() => {
    if (state.atEnd) onEnd?.();
  }, [rows]);
  useEffect(() => {
    const resized = new ResizeObserver(hold);
    if (scroller.current) resized.observe(scroller.current);
    return () => {
      resized.disconnect();
      sizes.current?.disconnect();
    };
  }, []);

  const bring = (key: string) => {
    const element = scroller.current;
    const index = heights.indexOf(key);
    if (!element || index < 0) return;
    const [top, bottom] = [heights.top(index), heights.top(index + 1)];
    if (top < element.scrollTop || bottom > element.scrollTop + element.clientHeight) {
      element.scrollTop = top < element.scrollTop ? top - 60 : bottom - element.clientHeight + 60;
      scrolled();
    }
    setCurrent(key);
    Object.assign(wanted, { key, from: document.activeElement });
    focusWanted();
  };

  /**
   * Gives a row the focus as soon as it is drawn: at once where it can be, so that the next key finds it there, and
   * not at all once the focus has gone elsewhere.
   */
  const focusWanted = () => {
    if (wanted.key === '') return;
    const at = document.activeElement;
    const isElsewhere = at !== wanted.from && at !== document.body;
    const row = scroller.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(wanted.key)}"]`);
    if (!isElsewhere && !row) return;
    wanted.key = '';
    if (!isElsewhere) row?.focus();
  };
  useLayoutEffect(focusWanted);

  // In a channel that was only just gone to, the row comes later than the wish to see it.
  const isThere = target !== undefined && heights.indexOf(target.key) >= 0;
  useLayoutEffect(() => {
    if (!target || !isThere) return;
    bring(target.key);
    onTarget?.();
  }, [target?.key, target?.times, isThere]);

  const press = (event: KeyboardEvent) => {
    const key = (event.target as HTMLElement).dataset.row;
    if (key === undefined) return;
    const stops = rows.filter(({ kind }) => kind === 'message');
    const at = stops.findIndex((row) => row.key === key);
    const to = {
      ArrowUp: at - 1,
      ArrowDown: at + 1,
      Home: 0,
      End: stops.length - 1,
      PageUp: at - 10,
      PageDown: at + 10,
    }[event.key];
    if (to === undefined) return onKey?.(event, stops[at]);
    event.preventDefault();
    bring(stops[Math.max(0, Math.min(to, stops.length - 1))].key);
  };

  const shown = rows.slice(range.from, range.to);
  const already = drawn.current;
  drawn.current = new Map();
  const reachable = shown.some(({ key }) => key === current)
    ? current
    : shown.findLast(({ kind }) => kind === 'message')?.key;
  /** A row that is drawn already, and has not changed, is not drawn again. */
  const once = (row: Row, tabIndex: number): JSX.Element => {
    const known = already.get(row.key);
    const made =
      known && known.tabIndex === tabIndex && isSame(known.row, row)
        ? known
        : { row, tabIndex, element: draw(row, { tabIndex }) };
    drawn.current.set(row.key, made);
    return made.element;
  };
  return (
    <div class="message-list" ref={scroller} onScroll={scrolled} onKeyDown={press}>
      {range.from === 0 && before ? (
        <Lead sizes={sizes.current}>{before}</Lead>
      ) : (
        <div class="spacer" style={{ height: `${heights.top(range.from)}px` }} />
      )}
      <div role="list" aria-label={label}>
        {shown.map((row, index) => (
          <Place
            key={row.key}
            row={row}
            sizes={sizes.current}
            at={range.from + index + 1}
            of={rows.length}
            onFocus={setCurrent}
          >
            {once(row, row.key === reachable ? 0 : -1)}
          </Place>
        ))}
      </div>
      <div class="spacer" style={{ height: `${Math.max(0, heights.total - heights.top(range.to))}px` }} />
    </div>
  );
}

interface Drawn {
  row: Row;
  tabIndex: number;
  element: JSX.Element;
}

function isSame(one: Row, other: Row): boolean {
  if (one.kind !== 'message' || other.kind !== 'message') return one.kind === other.kind;
  return one.message === other.message && one.follows === other.follows;
}
