import { cx } from './cx.ts';

export function Skeleton({ className }: { className?: string | undefined }) {
  return <span aria-hidden="true" className={cx('shimmer block h-3.5 rounded-sm', className)} />;
}

const lines = ['w-11/12', 'w-4/5', 'w-full', 'w-2/3', 'w-5/6', 'w-3/4', 'w-1/2'];

export function SkeletonText({ count = 3 }: { count?: number | undefined }) {
  return (
    <div className="flex flex-col gap-2.5">
      {lines.slice(0, count).map((width) => (
        <Skeleton key={width} className={width} />
      ))}
    </div>
  );
}
