/** Medicines by class, and conditions that make other things more dangerous. */
export const medicines = `
# medicine
anticoagulant = warfarin | apixaban | rivaroxaban | edoxaban | dabigatran | eliquis | xarelto |
  heparin | clexane | enoxaparin | blood thinner | blood thinners | bloodthinners | thinners |
  anticoagulant | anticoagulants | coumadin | pradaxa | lixiana | doac | tinzaparin | dalteparin
  | clopidogrel | plavix | ticagrelor
insulin = insulin | novorapid | lantus | levemir | humalog | tresiba | humulin | toujeo | night
  insulin | fiasp | long acting
diabetes-drug = metformin | gliclazide | ozempic | semaglutide | empagliflozin | jardiance |
  dapagliflozin | sitagliptin | mounjaro
painkiller = paracetamol | ibuprofen | codeine | co codamol | aspirin | naproxen | diclofenac |
  painkiller | painkillers | aleve
opioid = morphine | oxycodone | oxycontin | fentanyl | tramadol | methadone | oramorph | oxy |
  percocet | vicodin | buprenorphine | opioid
antidepressant = sertraline | citalopram | fluoxetine | mirtazapine | amitriptyline |
  venlafaxine | antidepressant | antidepressants | prozac | zoloft | escitalopram | lexapro |
  duloxetine | paroxetine | ssri
sedative = diazepam | zopiclone | lorazepam | valium | xanax | temazepam | sleeping tablet |
  sleeping pill | benzo | benzos | clonazepam
lithium = lithium | priadel
digoxin = digoxin
methotrexate = methotrexate
steroid = prednisolone | prednisone | hydrocortisone | steroids | steroid | dexamethasone | on
  steroids for
blood-pressure-drug = amlodipine | ramipril | lisinopril | losartan | candesartan | bisoprolol |
  atenolol | propranolol | blood pressure (tablet/pill/pills/tablets/medicine/meds) | beta
  blocker | water tablet | furosemide | bendroflumethiazide
statin = statin | atorvastatin | simvastatin | rosuvastatin | lipitor
thyroid-drug = levothyroxine | thyroxine | thyroid tablet | thyroid tablets
inhaler = inhaler | ventolin | salbutamol | puffer | seretide | symbicort | blue pump | clenil |
  fostair | inhalers
nitrate = gtn | nitroglycerin | nitrate | nitro | nitro spray | angina spray
viagra = viagra | sildenafil | cialis | tadalafil
antibiotic = antibiotic | antibiotics | amoxicillin | penicillin | doxycycline | flucloxacillin
  | clarithromycin | trimethoprim | nitrofurantoin | metronidazole | erythromycin | cefalexin |
  co amoxiclav | augmentin | amoxicilin
contraceptive = the pill | contraceptive | contraception | birth control | microgynon | mini
  pill | the implant | depo | hrt
epilepsy-drug = lamotrigine | levetiracetam | keppra | valproate | epilim | carbamazepine |
  phenytoin | anti seizure | topiramate
antihistamine = antihistamine | cetirizine | loratadine | piriton | fexofenadine | benadryl
stomach-drug = omeprazole | lansoprazole | gaviscon | pantoprazole | antacid | rennie |
  esomeprazole
migraine-drug = sumatriptan | triptan | rizatriptan
any-medicine = tablet | tablets | pill | pills | medicine | medicines | medication | medications
  | meds | prescription | capsule | dose | drops | cream | patch | injection | repeat
  prescription | refill
# condition
diabetes = diabetic | diabetes | type 1 | type one | type 2 | type two | t1d | t1 | type 1s
heart-disease = heart failure | heart disease | angina | stent | stents | bypass | pacemaker |
  atrial fibrillation | afib | af | heart attack +4 ago | heart condition | cardiomyopathy
copd = copd | emphysema | chronic bronchitis
asthma-known = asthma | asthmatic
epilepsy = epilepsy | epileptic
cancer = cancer | leukaemia | lymphoma | tumour | tumor | myeloma | oncology | metastatic
low-immunity = chemo | chemotherapy | on treatment for +4 cancer | transplant | transplanted |
  immunosuppressed | immunosuppressants | neutropenic | no spleen | spleen out | spleen removed
  | hiv | weak immune | low immune | leukaemia | radiotherapy | stem cell | immune system |
  biologic | immunotherapy | bone marrow | low white | lymphoma | sickle cell | no immune |
  tacrolimus | rituximab | cancer treatment | splenectomy
adrenal = addisons | addison | adrenal insufficiency | adrenal | steroid dependent | steroid
  card | on steroids for years | hydrocortisone +3 down | hypopituitarism
bleeding-disorder = haemophilia | hemophilia | von willebrand | low platelets | itp | bleeding
  disorder
kidney-disease = kidney failure | dialysis | ckd | kidney disease
myasthenia = myasthenia | guillain barre | motor neurone
line-in = (picc/hickman/port/central/feeding/dialysis) line | portacath | vascath
shunt = shunt | hydrocephalus
high-bp = high blood pressure | hypertension
bipolar = bipolar | schizophrenia | schizophrenic | psychiatric history
giant-cell = temple | {jaw} +4 chew | jaw aches when i chew | scalp tender | temporal arteritis
  | pmr
recent-surgery = post op | surgery | operation | after my op | had +4 (removed/taken out/out on/
  replaced) | knee op | hip op | hip replacement | knee replacement | gallbladder out | discharged
  >2 (from/yesterday/home/today/hospital) | op last | operation last | tooth out | had an op |
  stitches
immobile-risk = long flight | flight | long haul | in plaster | bed rest | bedbound | knee op |
  on the pill | hrt | long journey | clot before | had a clot | pregnant | in a cast
thyroid = thyroid | underactive thyroid | hypothyroid
alcohol = alcoholic | drink a lot | drink heavily | heavy drinker | drinking heavily | alcohol
dementia = dementia | alzheimers
elderly = elderly | pensioner | care home | nursing home | grandma | grandad | frail | resident
high-risk-dose = methotrexate +8 (every day/daily/each day) | every day +5 not once a week |
  ({viagra}) +5 ({nitrate}) | ({lithium}) +10 (shaking/confused/diarrhoea/vomiting/trembling/
  tremor) | (wrong/someone elses/another persons) +3 (pills/tablets/medicine/medication/meds/
  dose/prescription/injection) | gave +8 (wrong/double/instead of/too much/twice/other) |
  (citalopram/sertraline/fluoxetine) +4 (tramadol/linezolid/triptan)
ran-out-vital = (ran out/run out/out of/no more/no/havent got/without/lost my) +4 (insulin/
  hydrocortisone/steroids/prednisolone) +6 (days/yesterday/today/now/ago/feel/since) | ran out
  of insulin | run out of insulin | out of insulin | stopped my steroids | missed +4 (insulin/
  steroids/hydrocortisone) | ran out +3 days ago
`;
