/** Milder complaints, so that what is said is understood; words of danger, help and carers. */
export const plain = `
# complaint
cold-sore = cold sore | cold sores
skin-mild = acne | eczema | psoriasis | verruca | wart | warts | athletes foot | fungal nail |
  itchy patch | dry skin | dandruff | cradle cap | nappy rash | ingrown | mole | sunburn | stye
  | ringworm | chickenpox | impetigo | boil | head lice | mosquito bite | mosquito bites |
  insect bite | splinter | bruise | graze | blister | scar
joint = knee +3 (click/clicks/{pain}/stiff) | {shoulder} +3 (stiff/{pain}) | {hip} +3 {pain} |
  joint +3 {pain} | arthritis | stiff | sprain | sprained | twisted | pulled a muscle | muscle
  +3 {pain} | bunion | gout | tendon | {leg} +4 {pain} | {arm} +4 {pain} | {hand} +4 {pain} |
  {foot} +4 {pain} | growing pains | limp | tennis elbow
back-pain = {back} +4 {pain} | backache | sciatica | slipped disc | back is (bad/agony/killing/
  stiff) | lumbago | back has been bad | hurting my back | back +3 (stiff/gone)
neck-pain = {neck} +4 {pain}
women = period pain | period cramps | periods | heavy periods | thrush | menopause | hot flushes
  | hrt | smear | vaginal | discharge | pcos
bowel-mild = piles | haemorrhoids | ibs | bloating | bloated | wind | threadworms | worms | reflux
sleep = insomnia | cant sleep | trouble sleeping | snoring | snore | sleep badly | sleepless
sense = ringing in ears | tinnitus | blocked ears | dry eyes | hearing | ears +3 blocked | deaf
weight = weight | lose weight | obesity
teeth = tooth | toothache | gum | dentist | wisdom tooth | denture | filling
any-complaint = symptom | symptoms | ill | unwell | sick | poorly | pain | problem with my | not
  feeling | feeling +2 (bad/rough/off/awful) | infection | lump | sore | hurts | condition |
  diagnosis | injury | injured | feels wrong | swelling | swollen | bleed | itch
# danger
danger = emergency | ambulance | 999 | 911 | 112 | a and e | a&e | urgent | urgently | asap |
  right now | immediately | help me | please help | serious | critical | scared | frightened |
  terrified | dying | die | worse | severe | sudden | suddenly | unbearable | worst | collapse |
  cant move | cant walk | cant stand | wont stop | wont wake | never felt like this | panicking
  | deteriorating | getting worse | extreme | agony | excruciating | struggling | going downhill
very-unwell = really unwell | seriously (ill/unwell) | very (unwell/ill/poorly) | really
  (ill/poorly) | so ill | looks (awful/terrible/ill/dreadful) | something is (wrong/very wrong) |
  (feel/feels/feeling) +2 (awful/terrible/ dreadful/really bad) | not right
help-now = help me | please help | need help now | send (an ambulance/help/someone) | call an
  ambulance | need an ambulance | emergency | what do i do | should i call (999/911/an
  ambulance) | is this an emergency | do i need (an ambulance/to go to hospital/a and e/er) |
  somebody help | sos | help please
# person
carer = my (mum/dad/son/daughter/wife/husband/partner/baby/grandma/grandad/brother/sister/
  friend/child/boy/girl/kid/nan/aunt/uncle/boyfriend/girlfriend/flatmate/neighbour/resident/
  client/patient/toddler/teenager/twins/niece/nephew)
# course
minimising = probably nothing | im sure its nothing | not urgent | no rush | sorry to bother |
  dont want to waste | hate to be a pain | silly | no hurry | whenever | its nothing | just
  checking | not a big deal | dont worry
recurs = again | come back | came back | same as last time | like last time | like before | as
  before | returned | flared up | back again
`;
