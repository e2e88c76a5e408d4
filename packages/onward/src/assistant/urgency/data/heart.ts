/** Rules on heart, lungs, brain and the blood's ways. */
export const heart = `
# chest
chest-pain emergency heart-attack = chest-pain | chest-crushing
tearing emergency dissection = tearing-pain
heart-attack-named emergency heart-attack = heart-attack
radiating emergency heart-attack = (radiates | chest-crushing) & (sweating | sick-feeling |
  breathless | skin-mottled)
spray-fails emergency angina = spray-failing
doom emergency heart-attack = doom & (sweating | palpitations | breathless | fever | shivers |
  dizzy)
palpitations-faint emergency palpitations = palpitations & (fainted | unconscious | breathless |
  dizzy | sweating)
device emergency palpitations = shocking-device
fast-pulse emergency palpitations = pulse>=150 | pulse<=39 & (fainted | dizzy | breathless)
palpitations review-now palpitations = palpitations | pulse>=120
doom-alone review-now heart-attack = doom
# stroke
face emergency stroke = face-droop
speech emergency stroke = speech-gone
side-weak emergency stroke = arm-weak & (sudden | side-one | limb-numb | confused | headache |
  vision-loss | balance-gone)
side-numb emergency stroke = limb-numb & (sudden | side-one | balance-gone | vision-loss |
  arm-weak)
stroke-named emergency stroke = stroke-word
balance emergency stroke-signs = balance-gone & (sudden | vision-change | dizzy | headache |
  confused)
weak-limb review-now stroke = arm-weak | legs-gone
thunderclap emergency subarachnoid = thunderclap
headache-danger emergency headache = headache & (seizure | confused | drowsy | unconscious |
  speech-gone | arm-weak | stiff-neck | vision-loss)
headache-bad review-now headache = headache & (vomiting | vision-change | severe | worsening |
  sudden)
confused-new emergency delirium = confused & (sudden | elderly | uti | fever | diabetes |
  head-hit | infection-sign)
confused review-now delirium = confused
# breathing
cannot-breathe emergency breathless = cant-breathe | not-breathing
blue emergency breathless = cyanosis 
breathless-danger emergency breathless = breathless & (sudden | severe | cyanosis | chest-pain |
  leg-clot | drowsy | confused | palpitations | sweating | worsening | skin-mottled | fainted |
  coughing-blood | immobile-risk* | heart-disease*)
inhaler-fails emergency asthma = inhaler-failing
asthma-bad emergency asthma = (asthma-known | wheeze) & (severe | worsening | breathless |
  breath-tiring) 
child-effort emergency bronchiolitis = ribs-sucking | croup-sound & (drooling | baby | child |
  newborn)
sats-low emergency hypoxia = oxygen-percent<=91
sats-lowish review-now hypoxia = oxygen-percent<=94
fast-breaths emergency breathless = breaths>=30
froth emergency heart-failure = coughing-blood
breathless review-now breathless = breathless
wheeze-small emergency bronchiolitis = wheeze & (swallowed-danger | choking | throat-closing |
  hives)
# choking
choking emergency choking = choking
swallowed-object emergency swallowed = swallowed-danger
# clot
clot-lung emergency pe = leg-clot & (chest-pain | breathless | coughing-blood | cant-breathe)
leg review-now dvt = leg-clot
limb-no-blood emergency limb = limb-cold
cast emergency limb = cast-tight
pleuritic emergency pe = coughing-blood & (recent-surgery* | immobile-risk*)
# collapse
collapse emergency collapse = unconscious
faint-danger emergency fainting = fainted & (chest-pain | palpitations | pregnant | belly-pain |
  bleeding-word | head-hit | black-stool | severe | back-pain | twice)
faint review-now fainting = fainted
cannot-wake emergency collapse = drowsy & (baby | child | newborn | fever | vomiting | head-hit
  | diabetes | overdose | dry-child | confused | rash | opioid | shunt | skin-mottled | adrenal)
drowsy review-now collapse = drowsy
# seizure
seizure emergency seizure = seizure | seizure-long
# neuro
ascending emergency gbs = crawling-weakness | legs-gone & (numb | incontinent-new | cauda-numb |
  back-pain)
myasthenia emergency myasthenia = myasthenia & (breathless | throat-closing | arm-weak |
  cant-breathe)
shunt emergency hydrocephalus = shunt & (headache | vomiting | drowsy | fever)
locked-jaw emergency tetanus = tremor-jerks & (fever | bite-danger | wound)
cauda emergency cauda = cauda-numb | (back-pain | legs-gone) & (cant-wee | incontinent-new |
  cauda-numb)
cannot-wee emergency retention = cant-wee & (belly-pain | severe | confused | fever | shivers |
  elderly | long-day | back-pain)
retention review-now retention = cant-wee | incontinent-new
# vision
sight emergency sight = vision-loss
sight-signs emergency retina = vision-change & (eye-bad | sudden | severe | vision-loss)
eye-hurt emergency eye = eye-bad & (severe | vision-loss | vision-change | exposure-eye)
eye review-now eye = eye-bad | eye-swollen | vision-change
giant-cell emergency gca = giant-cell & (headache | vision-loss | vision-change)
eye-orbit emergency orbital = eye-swollen & (fever | child | severe)
`;
