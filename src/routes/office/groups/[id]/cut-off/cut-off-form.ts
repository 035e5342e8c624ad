/** The cut-off sheet from its form: fields are named `<what>.<whose id>`; an empty one is zero, a loan without rest is none. */
import { dueDatesFor, rulesOn, type GroupContext } from '#domain/meetings/index.ts';
import { readDigits } from '#platform/digits.ts';
import type { SentForm } from '../../../form.server.ts';

type Given = { readonly on: string; readonly notes: readonly number[]; readonly pagePhotoId: string | null };

/** The payload of `meetings.cutOff`; what could not be read is refused by its schema. */
export function cutOffFrom(sent: SentForm, context: GroupContext, { on, notes, pagePhotoId }: Given): unknown {
  const members = context.members.filter((one) => one.leftOn === null).map((one) => one.personId);
  const counted = notes.flatMap((valuePaise) => {
    const count = Number(readDigits(sent.text(`note.${valuePaise}`)) || 0);
    return count > 0 ? [{ valuePaise, count }] : [];
  });
  return {
    cutOffId: sent.id,
    groupId: context.groupId,
    on,
    members: members.map((personId) => ({
      personId,
      compulsoryPaise: sent.amount(`compulsory.${personId}`),
      voluntaryPaise: sent.amount(`voluntary.${personId}`),
      sharesPaise: sent.amount(`shares.${personId}`),
      unappliedPaise: 0,
      finesOwedPaise: sent.amount(`fines.${personId}`),
    })),
    loans: members.flatMap((personId, index) => loanOf(sent, context, { on, personId, index })),
    cashPaise: counted.reduce((sum, note) => sum + note.valuePaise * note.count, 0),
    notes: counted,
    banks: context.banks.map(({ bankAccountId }) => ({
      bankAccountId,
      balancePaise: sent.amount(`bank.${bankAccountId}`),
    })),
    funds: [],
    pagePhotoId,
    // two officers put their names or thumbs on the paper sheet
    confirmations: sent
      .all('signer')
      .map((personId) => ({ personId, way: 'photo', at: sent.text('signedAt'), signature: null })),
    signedAt: sent.text('signedAt'),
  };
}

type Whose = { readonly on: string; readonly personId: string; readonly index: number };

function loanOf(sent: SentForm, context: GroupContext, { on, personId, index }: Whose): unknown[] {
  const left = sent.amount(`loan.${personId}`);
  if (left === 0) return [];
  const { loan, cycle } = rulesOn(context, on);
  const count = Math.min(120, Math.max(1, Number(readDigits(sent.text(`rest.${personId}`))) || loan.usualInstalments));
  const { method, rate, interval, dayCount, rounding, interestRounding } = loan;
  return [
    {
      // one running loan a woman: its id is made of the form's and her place on the sheet
      loanId: sent.actId(`loan ${index}`),
      personId,
      source: 'own',
      purpose: 'other',
      firstLentOn: sent.text(`lentOn.${personId}`) || on,
      firstLentPaise: sent.text(`lent.${personId}`) ? sent.amount(`lent.${personId}`) : left,
      terms: {
        principalPaise: left,
        method,
        rate,
        instalments: count,
        interval,
        dayCount,
        rounding,
        interestRounding,
        residue: 'last',
        feePaise: 0,
      },
      dueDates: dueDatesFor(cycle, interval, { from: on, count }),
      interestOwedPaise: sent.amount(`interest.${personId}`),
    },
  ];
}
