import CircleAlert from 'lucide-react/icons/circle-alert';
import Info from 'lucide-react/icons/info';
import Lightbulb from 'lucide-react/icons/lightbulb';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactNode } from 'react';
import { cx } from './cx.ts';

const looks = {
  advice: { box: 'border-accent/30 bg-accent-soft', head: 'text-accent', mark: Lightbulb },
  info: { box: 'border-up/30 bg-up-soft', head: 'text-up', mark: Info },
  warn: { box: 'border-warn/35 bg-warn-soft', head: 'text-warn', mark: TriangleAlert },
  bad: { box: 'border-bad/35 bg-bad-soft', head: 'text-bad', mark: CircleAlert },
};

export interface BannerProps {
  kind?: keyof typeof looks | undefined;
  title: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  className?: string | undefined;
}

export function Banner({ kind = 'info', title, children, action, className }: BannerProps) {
  const look = looks[kind];
  const Mark = look.mark;
  return (
    <div
      className={cx(
        'flex items-start gap-2.5 rounded-lg border px-3 py-2.5 text-sm max-sm:flex-wrap',
        look.box,
        className,
      )}
    >
      <Mark aria-hidden="true" className={cx('mt-px size-4 shrink-0', look.head)} />
      {/* On a phone what leaves the words too little room stands below them. */}
      <div className="min-w-0 flex-1 max-sm:basis-44">
        <span className={cx('font-semibold', look.head)}>{title}</span>
        {children ? <span className="text-ink"> {children}</span> : null}
      </div>
      {action ? <div className="-my-0.5 shrink-0 max-sm:ml-auto">{action}</div> : null}
    </div>
  );
}
