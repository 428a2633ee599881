import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Row } from './rows.js';

interface PlaceProps {
  row: Row;
  sizes: ResizeObserver | undefined;
  at: number;
  of: number;
  onFocus: (key: string) => void;
  children: ComponentChildren;
}

/** A row, which tells the list how high it is as long as it is drawn. */
export function Place({ row, sizes, at, of, onFocus, children }: PlaceProps) {
  return (
    <div
      ref={useSize(sizes)}
      role="listitem"
      data-key={row.key}
      aria-setsize={of}
      aria-posinset={at}
      onFocusCapture={() => onFocus(row.key)}
    >
      {children}
    </div>
  );
}

/** The same for what stands above all rows. */
export function Lead({ sizes, children }: Pick<PlaceProps, 'sizes' | 'children'>) {
  return <div ref={useSize(sizes)}>{children}</div>;
}

function useSize(sizes: ResizeObserver | undefined) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    sizes?.observe(element);
    return () => sizes?.unobserve(element);
  }, []);
  return place;
}
