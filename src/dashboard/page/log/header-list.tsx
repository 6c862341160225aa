/** Headers in their order. A value that is null was left out, as it is or may be a secret. */
export function HeaderList({ headers }: { headers: readonly { name: string; value: string | null }[] }) {
  return (
    <dl className="headers">
      {headers.map(({ name, value }, index) => (
        <div key={index}>
          <dt>{name}</dt>
          <dd className={value === null ? 'muted' : ''}>{value ?? 'left out: it is or may be a secret'}</dd>
        </div>
      ))}
    </dl>
  )
}
