/**
 * Which symptoms of the Symptom Ontology our concepts are, so that what was found can be read
 * elsewhere. Only its numbers are here: its release of 2022-08-16, by the Disease Ontology
 * project, dedicated to the public (CC0 1.0). What names no symptom has none.
 */

/** A code that others know: FHIR's Coding without a display. */
export interface Coding {
  readonly system: string;
  readonly code: string;
}

export interface SymptomLink {
  readonly code: string;
  /** `narrower`: every case of ours is one of theirs, and not the other way round. */
  readonly relation: 'same' | 'narrower';
}

const system = 'http://purl.obolibrary.org/obo/symp.owl';

/** `ours = theirs` is the same, `ours < theirs` narrower. */
const table = `
chest-pain = SYMP:0000576
chest-crushing < SYMP:0020031
palpitations = SYMP:0000530
breathless = SYMP:0019153
cant-breathe < SYMP:0019153
wheeze = SYMP:0000604
cough = SYMP:0000614
croup-sound < SYMP:0000587
cyanosis = SYMP:0000537
coughing-blood = SYMP:0000517
sweating = SYMP:0019175
sick-feeling = SYMP:0000458
headache = SYMP:0000504
thunderclap < SYMP:0000130
face-droop < SYMP:0000387
arm-weak = SYMP:0000222
limb-numb < SYMP:0000536
legs-gone < SYMP:0000891
confused < SYMP:0000682
drowsy = SYMP:0000024
unconscious = SYMP:0000718
fainted < SYMP:0000410
dizzy = SYMP:0000610
balance-gone = SYMP:0000318
vision-loss = SYMP:0000321
vision-change < SYMP:0000320
light-hurts = SYMP:0000210
stiff-neck = SYMP:0000383
seizure = SYMP:0000124
seizure-long < SYMP:0000124
febrile-word = SYMP:0000595
cauda-numb < SYMP:0000536
cant-wee = SYMP:0000557
memory = SYMP:0000719
pupil < SYMP:0000417
stroke-word = SYMP:0000734
hallucinating = SYMP:0000607
low-mood < SYMP:0000410
belly-pain < SYMP:0000461
belly-severe < SYMP:0000461
belly-rigid < SYMP:0000461
vomiting = SYMP:0019145
cant-keep-down < SYMP:0000459
green-vomit < SYMP:0000459
vomit-blood = SYMP:0019147
diarrhoea = SYMP:0000570
constipated = SYMP:0019180
no-wind < SYMP:0000459
black-stool = SYMP:0000323
rectal-blood = SYMP:0000639
blood-urine = SYMP:0000040
bleeding-word = SYMP:0000007
bleeding-heavy < SYMP:0000007
nosebleed = SYMP:0000448
thirst = SYMP:0000156
wee-much = SYMP:0000565
weight-loss = SYMP:0000178
yellow = SYMP:0000539
testicle-pain < SYMP:0000196
swollen-hands < SYMP:0000716
floppy = SYMP:0000032
dry-child = SYMP:0000020
odd-cry < SYMP:0000411
child-unwell = SYMP:0019176
tired = SYMP:0019177
fever = SYMP:0000613
shivers = SYMP:0019174
rash = SYMP:0000487
rash-not-fading = SYMP:0000660
hives = SYMP:0000434
itchy = SYMP:0000432
septic-word = SYMP:0019148
hoarse = SYMP:0019181
lips-swelling < SYMP:0000716
drooling = SYMP:0000277
sore-throat = SYMP:0000505
runny-nose < SYMP:0000597
ear-pain < SYMP:0000392
eye-bad < SYMP:0019163
eye-swollen < SYMP:0019163
joint-hot = SYMP:0000313
back-pain = SYMP:0000006
neck-pain = SYMP:0000829
sleep < SYMP:0000566
heartburn = SYMP:0000423
bloating = SYMP:0000420
belching = SYMP:0000290
gas-wind = SYMP:0000509
tummy-gurgles = SYMP:0000489
pale-stool = SYMP:0020003
greasy-stool = SYMP:0000147
not-emptied = SYMP:0000648
bowel-leaks < SYMP:0000146
swallow-hard = SYMP:0000493
full-early = SYMP:0000472
appetite-less = SYMP:0000309
appetite-more = SYMP:0000246
weight-gain = SYMP:0000403
too-heavy = SYMP:0020018
too-thin = SYMP:0000475
wee-burns = SYMP:0000485
wee-often = SYMP:0000563
wee-night = SYMP:0000564
wee-rush = SYMP:0000590
wee-leaks = SYMP:0000492
wee-dribbles = SYMP:0000533
wee-slow = SYMP:0000589
wee-not-empty = SYMP:0000558
wee-dark = SYMP:0020043
wee-smell < SYMP:0000486
bed-wet = SYMP:0000606
penis-discharge = SYMP:0000495
vaginal-discharge = SYMP:0000398
periods-heavy = SYMP:0000756
periods-odd = SYMP:0000436
sex-pain = SYMP:0000404
erection-weak = SYMP:0000427
cant-conceive = SYMP:0000712
milk-low = SYMP:0000695
baby-cries = SYMP:0000592
slow-growth = SYMP:0000465
slow-milestones = SYMP:0000466
hair-loss = SYMP:0000440
hair-more < SYMP:0020040
nail-changed < SYMP:0000488
skin-dry < SYMP:0000535
skin-peels = SYMP:0000715
skin-darker = SYMP:0000056
pimples < SYMP:0000092
boil-lump < SYMP:0000488
skin-lump = SYMP:0000556
glands-up = SYMP:0000521
wound-slow < SYMP:0000092
bruises-easy = SYMP:0000534
blisters = SYMP:0000009
flushes = SYMP:0000511
night-sweats = SYMP:0000337
sweats-lots < SYMP:0019175
dry-mouth = SYMP:0000260
mouth-sore = SYMP:0000330
gums-bleed < SYMP:0000386
bad-breath < SYMP:0000386
toothache < SYMP:0000386
taste-smell = SYMP:0000551
voice-lost = SYMP:0000559
throat-drip = SYMP:0020019
nose-blocked = SYMP:0000869
nose-runs = SYMP:0000372
sneezes = SYMP:0000139
hiccups = SYMP:0000515
cough-dry = SYMP:0000025
cough-wet = SYMP:0020027
cough-long = SYMP:0000686
ears-ring = SYMP:0000393
ears-blocked < SYMP:0000392
hears-less < SYMP:0000392
eye-red = SYMP:0000446
eye-gunk = SYMP:0000281
eye-waters = SYMP:0019164
eye-dry < SYMP:0019163
eyelid-lump < SYMP:0019163
sight-double = SYMP:0000258
sight-blurred = SYMP:0000012
floaters < SYMP:0000320
knee-pain < SYMP:0000891
hip-pain < SYMP:0000891
shoulder-pain < SYMP:0000891
elbow-pain < SYMP:0000891
foot-pain < SYMP:0000891
hand-pain < SYMP:0000891
joints-ache = SYMP:0000064
joint-swells < SYMP:0000716
low-back = SYMP:0000635
muscle-pain = SYMP:0019161
cramps = SYMP:0000093
muscle-twitch = SYMP:0000394
leg-walk-pain = SYMP:0000424
bone-pain = SYMP:0020023
limping < SYMP:0000479
pins-needles = SYMP:0000435
shaky-hands = SYMP:0000162
clumsy = SYMP:0000615
neck-twisted = SYMP:0000617
cant-sleep = SYMP:0000571
sleeps-much = SYMP:0000582
snores < SYMP:0000566
nightmares < SYMP:0000566
brain-fog = SYMP:0020029
forgets = SYMP:0000543
nervous = SYMP:0000412
irritable = SYMP:0000654
restless < SYMP:0019182
listless = SYMP:0000076
weak-all-over = SYMP:0000177
low-pressure = SYMP:0000692
head-rush = SYMP:0019179
slow-heart = SYMP:0000766
`;

/** By our concept. */
export const symptomLinks: ReadonlyMap<string, SymptomLink> = new Map(
  table
    .trim()
    .split('\n')
    .map((line) => {
      const [concept = '', sign, code = ''] = line.split(' ');
      return [concept, { code, relation: sign === '=' ? 'same' : 'narrower' }];
    }),
);

/**
 * The code of a concept that was found; undefined where it has none. Who denies the narrower does
 * not deny the wider, so what is denied has a code only where it is the same.
 */
export function codingOf(concept: string, isDenied = false): Coding | undefined {
  const link = symptomLinks.get(concept);
  if (link === undefined || (isDenied && link.relation !== 'same')) return undefined;
  return { system, code: link.code };
}
