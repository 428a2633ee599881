import type { ComponentChildren, RefObject } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';

interface Props {
  /** What it hangs on. */
  anchor: RefObject<HTMLElement>;
  onClose: () => void;
  children: ComponentChildren;
  class?: string;
  /** The side of the anchor that it is flush with. */
  align?: 'start' | 'end';
  /** Above where there is room, for what stands at the bottom of the window. */
  above?: boolean;
  /** At least as wide as its anchor. */
  wide?: boolean;
}

const GAP = 4;
const EDGE = 8;

/** Hangs above everything, also above a modal (the top layer), beside its anchor and inside the window. */
export function Popover({
  anchor,
  onClose,
  children,
  align = 'start',
  above = false,
  wide = false,
  ...rest
}: Props) {
  const box = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.popover = 'manual';
    element.showPopover();
    const put = () => {
      const at = anchor.current?.getBoundingClientRect();
      if (!at) return;
      if (wide) element.style.minWidth = `${Math.min(at.width, innerWidth - 2 * EDGE)}px`;
      const { width, height } = element.getBoundingClientRect();
      const [roomAbove, roomBelow] = [at.top - GAP - EDGE, innerHeight - at.bottom - GAP - EDGE];
      const up = above
        ? roomAbove >= height || roomAbove > roomBelow
        : roomBelow < height && roomAbove > roomBelow;
      element.style.maxHeight = `${Math.max(120, up ? roomAbove : roomBelow)}px`;
      const shown = Math.min(height, up ? roomAbove : roomBelow);
      element.style.top = `${up ? at.top - GAP - shown : at.bottom + GAP}px`;
      const left = align === 'start' ? at.left : at.right - width;
      element.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`;
    };
    put();
    const sized = new ResizeObserver(put);
    sized.observe(element);
    addEventListener('resize', put);
    addEventListener('scroll', put, true);
    return () => {
      sized.disconnect();
      removeEventListener('resize', put);
      removeEventListener('scroll', put, true);
    };
  }, [anchor, align, above, wide]);

  useEffect(() => {
    const away = (event: PointerEvent) => {
      const target = event.target as Node;
      if (!box.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    };
    document.addEventListener('pointerdown', away, true);
    return () => document.removeEventListener('pointerdown', away, true);
  });

  return (
    <div
      ref={box}
      class={`popover ${rest.class ?? ''}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      {children}
    </div>
  );
}
