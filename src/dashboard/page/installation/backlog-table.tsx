import { Link } from 'wouter'
import { Empty } from '../components/states.tsx'
import type { BacklogRowFragment } from '../generated/operations.ts'
import { paths } from '../paths.ts'
import { count } from '../replays/plan-figures.tsx'
import { Age } from './age.tsx'
import { Section } from './section.tsx'

/** Which organizations have deliveries that may begin now and have not. */
export function BacklogTable({ backlog }: { backlog: readonly BacklogRowFragment[] }) {
  return (
    <Section title="Waiting by organization">
      {backlog.length === 0 ? (
        <Empty title="Nothing waits">All that may be sent now is on its way.</Empty>
      ) : (
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th>Organization</th>
                <th className="right">Deliveries that wait</th>
                <th className="right">The oldest waits for</th>
              </tr>
            </thead>
            <tbody>
              {backlog.map(({ organization: { id, name }, waiting, exact, oldestAt }) => (
                <tr key={id} data-backlog={id}>
                  <td>
                    <Link to={`${paths.deliveries(id)}?status=PENDING`}>{name}</Link>
                  </td>
                  <td className="right" data-label="Deliveries that wait">
                    {exact ? '' : 'more than '}
                    {count(waiting)}
                  </td>
                  <td className="right nowrap" data-label="The oldest waits for">
                    {oldestAt ? <Age at={oldestAt} /> : '–'}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  )
}
