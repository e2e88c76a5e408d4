/** Rules on belly, blood, sugar, infection, allergy and injury. */
export const body = `
# anaphylaxis
shut emergency anaphylaxis = throat-shut
hoarse emergency anaphylaxis = hoarse & (allergen | lips-swelling | hives | breathless | smoke |
  burn-serious | abuse)
throat emergency anaphylaxis = throat-closing & (allergen | allergic | lips-swelling | hives |
  rash | sudden | any-medicine | drooling | fever | breathless | itchy)
throat-alone review-now anaphylaxis = throat-closing | drooling & (fever | sore-throat | cant-open |
  breathless | throat | not-eating)
swelling-allergy emergency anaphylaxis = lips-swelling & (allergen | allergic | hives | rash |
  breathless | any-medicine | fainted | blood-pressure-drug | antibiotic)
swelling review-now anaphylaxis = lips-swelling
hives-plus emergency anaphylaxis = (hives | rash | itchy) & (wheeze | breathless | fainted |
  vomiting | chest-pain | throat-closing | lips-swelling | cant-breathe) & (allergen | allergic
  | antibiotic | any-medicine | hives)
allergen-plus emergency anaphylaxis = allergic & allergen & (vomiting | belly-pain | dizzy |
  hives | breathless | cough | rash)
pen-used emergency anaphylaxis = pen-used
# sepsis
fever-danger emergency sepsis = (fever | shivers | temperature-c>=38.5) & (confused |
  speech-gone | skin-mottled | cyanosis | breathless | drowsy | red-line | cant-wee | fainted |
  palpitations | floppy | stiff-neck | rash-not-fading | dry-child)
cold-danger emergency sepsis = temperature-c<=35.2 & (newborn | baby | drowsy | elderly |
  confused | floppy | low-immunity)
infection-danger emergency sepsis = (infected | uti | septic-word | recent-surgery |
  chest-infection | wound | line-in) & (confused | shivers | drowsy | skin-mottled | red-line |
  cant-wee | speech-gone | temperature-c>=39.5)
mottled emergency sepsis = skin-mottled & (doom | confused | drowsy | fever | shivers | child |
  baby | breathless | sweating | fainted)
pressure-low emergency sepsis = systolic<=90 & (fever | dizzy | shivers | confused |
  bleeding-word | fainted | vomiting)
very-hot review-now fever = temperature-c>=39.5
fever-op review-now sepsis = (recent-surgery | travel) & (fever | shivers | infected |
  temperature-c>=38)
travel-fever emergency malaria = travel & (fever | temperature-c>=38) & (shivers | confused |
  drowsy | severe | headache | vomiting)
red-line review-now cellulitis = red-line | infected & (fever | worsening)
skin-dying emergency necrotising = skin-black & (severe | pain | fever | worsening | leg)
throat-abscess emergency quinsy = (sore-throat | throat) & (drooling | cant-open |
  throat-closing) & (fever | severe | cant-open | swell)
# meningitis
rash-glass emergency meningitis = rash-not-fading
neck-fever emergency meningitis = (stiff-neck | light-hurts) & (fever | headache | drowsy |
  vomiting | rash | confused)
neck-light emergency meningitis = stiff-neck & light-hurts
bulging emergency meningitis = bulging-spot | odd-cry & (fever | not-eating | floppy | drowsy |
  newborn | rash)
named emergency meningitis = named-danger
# bleeding
bleeding-heavy emergency bleeding = bleeding-heavy
vomit-blood emergency vomit-blood = vomit-blood
black emergency rectal = black-stool
rectal-danger emergency rectal = rectal-blood & (anticoagulant* | dizzy | fainted | heavy-amount
  | child | baby | severe | belly-severe)
rectal review-now rectal = rectal-blood | blood-urine
bleeding-thinners emergency anticoagulants = bleeding-now & anticoagulant*
nose-long emergency nosebleed = nosebleed & (long-minutes | anticoagulant* | bleeding-heavy |
  fainted)
deep-cut emergency cuts = deep-cut | big-injury
bleeding-disorder emergency haemophilia = bleeding-disorder & (head-hit | bleeding-now | fall)
# head-injury
head-danger emergency head = head-hit & (anticoagulant* | vomiting | drowsy | confused | fainted
  | unconscious | seizure | pupil | head-hit-signs | headache | vision-change | speech-gone |
  elderly | bleeding-disorder* | non-mobile | bleeding-heavy | head-hit-signs | age<=365d)
leak emergency head = leak-from-head & (head-hit | fall | injured | hit | big-injury | sport-blow)
head review-now head = head-hit | head-hit-signs
baby-fell emergency head = non-mobile & (head-hit-signs | vomiting | drowsy | floppy | odd-cry |
  newborn)
# sugar
low-sugar emergency hypo = glucose-mmol<=3.2 | sugar-low & (confused | speech-gone | drowsy |
  unconscious | sweating | seizure | shivers)
low-sugar-any review-now hypo = glucose-mmol<=3.9 | sugar-low
high-sugar emergency dka = (glucose-mmol>=18 | sugar-high | ketones>=1.5) & (vomiting |
  cant-keep-down | breathless | drowsy | thirst | wee-much | belly-pain | confused | sick-feeling |
  ketones>=1.5 | breath-smell)
high-sugar-any review-now dka = glucose-mmol>=18 | sugar-high | ketones>=1.5
hypo-signs emergency hypo = (diabetes | insulin) & (unconscious | drowsy | confused |
  speech-gone | seizure | shivers | vision-change | sweating | tremor-jerks)
new-diabetes emergency dka = (thirst | wee-much) & (weight-loss | drowsy | vomiting)
no-insulin emergency dka = ran-out-vital & (diabetes | insulin | adrenal | steroid |
  child-unwell | vomiting | fainted | dizzy | sick-feeling)
vital-out review-now dka = ran-out-vital
diabetic-ill review-now dka = diabetes & (vomiting | cant-keep-down | child-unwell | infected |
  fever)
diabetic-vomits emergency dka = (insulin | diabetes) & (cant-keep-down & (vomiting | sugar-high))
# abdomen
belly-worst emergency abdomen = belly-severe | belly-rigid & (belly-pain | severe | vomiting |
  cant-stand | tummy)
belly-back emergency aneurysm = pulsing-belly & (fainted | sudden | belly-pain | back-pain |
  age>=55y)
appendix emergency appendicitis = pain-moved & (belly-pain | fever | vomiting | cant-keep-down |
  severe | pain)
blocked emergency obstruction = no-wind & (vomiting | green-vomit | belly-pain | belly-rigid) |
  green-vomit & (child | baby | newborn | belly-pain | belly-rigid)
hernia emergency hernia = hernia-stuck & (vomiting | severe | pain | hernia-stuck)
belly-plus review-now abdomen = belly-pain & (fever | cant-keep-down | vomiting | worsening |
  sudden | fainted | yellow)
pancreas emergency pancreatitis = belly-pain & (severe | sudden) & (cant-keep-down | vomiting |
  alcohol | back)
intussusception emergency intussusception = (rectal-blood | odd-cry) & (baby | child) &
  (vomiting | odd-cry)
yellow review-now jaundice = yellow
# torsion
testicle emergency torsion = testicle-pain
priapism emergency priapism = priapism
# burns
burn emergency burns = burn-serious | burn-contact & (child | baby | severe | electric)
electric emergency electric = electric
smoke emergency smoke = smoke
# heat
heat emergency heat = heat-ill & (confused | unconscious | speech-gone | fainted | floppy |
  skin-hot | vomiting | seizure | red-limp | drowsy)
heat-any review-now heat = heat-ill & (headache | dizzy | sick-feeling | tired | child-unwell)
cold emergency hypothermia = cold-ill & (confused | speech-gone | drowsy | shivers | unconscious
  | breathless | elderly | cough | child | slow-any)
drowned emergency drowning = drowned
# carbon-monoxide
co-all emergency co = all-ill & headache & (sick-feeling | vomiting | dizzy | fumes)
co emergency co = fumes & (headache | dizzy | sick-feeling | vomiting | drowsy | confused |
  fainted | alarm-sounding | all-ill)
# adrenal
adrenal emergency adrenal = (adrenal | ran-out-vital & steroid) & (vomiting | cant-keep-down |
  drowsy | dizzy | fainted | fever | injured | diarrhoea | tired | child-unwell | confused)
# chemo
chemo-fever emergency neutropenic = low-immunity* & (fever | shivers | temperature-c>=37.9 |
  child-unwell | infected | sore-throat | breathless | confused)
chemo-any review-now neutropenic = low-immunity* & #symptom
# limb
bone emergency fracture = broken-bone & (deformed | numb | bone-out | severe | cant-stand |
  elderly)
bone-any review-now fracture = broken-bone
hip emergency hip = hip-agony & (fall | long-lie | deformed | legs-gone) | long-lie & (fall |
  elderly | severe)
spine emergency spine = (fall | big-injury) & (legs-gone | limb-numb | cauda-numb)
bite emergency bites = bite-danger
long-fall review-now fall = fall & (elderly | anticoagulant* | age>=70y | severe | hip)
joint review-now septic-joint = joint-hot & (fever | severe)
`;
