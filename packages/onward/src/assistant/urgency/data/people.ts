/** Rules on pregnancy, babies, minds, harm, and what was taken. */
export const people = `
# pregnancy-bleeding
ectopic emergency ectopic = (pregnant | could-be-pregnant) & (belly-severe | shoulder-tip |
  fainted | (belly-pain & (blood-loss-pregnant | side-one | severe | dizzy)) |
  (blood-loss-pregnant & (dizzy | severe)))
bleeding-late emergency antepartum = pregnant & (bleeding-heavy | bleeding-now & (belly-pain |
  belly-rigid | contractions | baby-still) | bleeding-now & pregnant-weeks>=14)
bleeding-pregnant review-now antepartum = pregnant & blood-loss-pregnant
abruption emergency antepartum = pregnant & belly-rigid
late-period-pain emergency ectopic = could-be-pregnant & (belly-pain | severe) & (dizzy |
  fainted | severe | side-one | shoulder-tip)
# pre-eclampsia
pre-eclampsia emergency preeclampsia = (pregnant | postpartum) & (headache & (vision-change |
  swollen-hands | severe | long-lasting | vision-loss) | rib-pain & (sick-feeling | vomiting |
  swollen-hands | headache | severe) | systolic>=160 | diastolic>=110 | seizure | vision-change
  & swollen-hands)
pressure-pregnant review-now preeclampsia = (pregnant | postpartum) & (systolic>=140 |
  diastolic>=90 | headache | vision-change | swollen-hands | rib-pain)
pressure-crisis emergency pressure = (systolic>=180 | diastolic>=120) & (headache | chest-pain |
  vision-change | breathless | confused | arm-weak | dizzy | sick-feeling | nosebleed)
pressure-high review-now pressure = systolic>=180 | diastolic>=115
# baby-moves
baby-moves emergency movements = baby-still & (pregnant | pregnant-weeks>=20 | bump)
baby-moves-any review-now movements = baby-still
# labour
cord emergency cord = push-now
preterm emergency preterm = (waters-gone | contractions) & pregnant-weeks<=36
waters review-now waters = (waters-gone | contractions) & (pregnant | pregnant-weeks>=20)
waters-colour emergency waters = waters-gone & (green-fluid | bleeding-now | baby-still)
pregnant-any review-now pregnancy = (pregnant | postpartum) & (severe | worsening | fever |
  vomiting & cant-keep-down | breathless | chest-pain | leg-clot | fall | hit | itchy & severe |
  cant-keep-down | dizzy | belly-pain)
# postpartum
after-birth emergency pph = postpartum & (bleeding-heavy | fainted | chest-pain | breathless |
  leg-clot | seizure | headache & (vision-change | severe) | shivers & fever | fever & (wound |
  belly-pain | smell))
after-birth-fever review-now postnatal-sepsis = postpartum & (fever | shivers | infected |
  low-mood | bleeding-now)
after-birth-mind emergency pp-psychosis = (postpartum | newborn | baby) & (psychosis |
  hallucinating | harm-others | suicidal)
# baby-fever
baby-fever emergency baby-fever = (newborn | age<=90d) & (fever | temperature-c>=38 |
  temperature-c<=35.9 | cold-baby | not-eating | floppy | drowsy | odd-cry)
baby-3-6 review-now baby-fever = (baby | age<=183d) & (temperature-c>=39 | fever)
newborn-any review-now baby = (newborn | age<=90d) & #symptom
newborn-vomit emergency baby = (newborn | age<=90d) & (green-vomit | breathless | cyanosis |
  not-breathing | seizure | dry-child)
# dehydrated-child
dry emergency dehydration = dry-child & (baby | child | newborn | vomiting | diarrhoea) &
  (floppy | drowsy | vomiting | diarrhoea | not-eating | fever | child-unwell)
floppy emergency sick-child = floppy & (baby | child | newborn | vomiting | fever | green-vomit
  | diarrhoea)
child-ill review-now sick-child = (child | baby) & (child-unwell | dry-child | not-eating &
  (fever | vomiting) | fever & (rash | severe | vomiting) | vomiting & severe)
# suicide
suicidal emergency suicide = suicidal | suicidal-word | lethal-question
self-harm emergency self-harm = self-harm
farewell emergency suicide = farewell & (low-mood | weapon | overdose | self-harm | drugs |
  alcohol | any-medicine & danger | recurs & danger)
farewell-alone review-now suicide = farewell
harm emergency crisis = harm-others
psychosis emergency psychosis = psychosis & (weapon | harm-others | carer | long-sleepless |
  danger-driving | bipolar | suicidal | hallucinating)
psychosis-any review-now psychosis = psychosis | hallucinating
starving emergency eating = eating-disorder & (fainted | chest-pain | palpitations | dizzy |
  several-days | tired)
low review-now crisis = low-mood & (danger | severe | worsening)
# overdose
overdose emergency poisoning = overdose | count-taken
got-into emergency poisoning = got-into & (child | baby | carer | unconscious)
opioid emergency opioid = opioid-signs & (drowsy | unconscious | cyanosis | not-breathing |
  breathless | drugs | opioid | slow-any)
drugs review-now poisoning = drugs & #symptom
wrong emergency medicine-error = high-risk-dose
lithium emergency lithium = lithium & (tremor-jerks | confused | diarrhoea | vomiting | drowsy |
  shivers | speech-gone)
serotonin emergency serotonin = antidepressant & opioid & (tremor-jerks | sweating | confused |
  fever | shivers)
medicine-reaction review-now medicine-error = wrong-medicine
# withdrawal
withdrawal emergency withdrawal = withdrawal & (hallucinating | shivers | seizure | confused |
  palpitations | sweating | tremor-jerks | vomiting)
# abuse
abuse emergency violence = abuse
`;
